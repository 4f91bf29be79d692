import 'fxa-email-form/link';
import { createRoot } from 'react-dom/client';

const SignInLink = ({ id, entrypoint }) => (
  <fxa-link
    fxa-url="http://localhost:3030/"
    entrypoint={entrypoint}
    utm-source="your-site"
    utm-medium="referral"
    utm-campaign="your-campaign"
    loading="lazy"
  >
    <a id={id} href="http://localhost:3030/signin">
      Sign in
    </a>
  </fxa-link>
);

createRoot(document.querySelector('#app')).render(
  <>
    <SignInLink id="top" entrypoint="your-page" />
    <p style={{ blockSize: '300vh' }}>What you get</p>
    <SignInLink id="bottom" entrypoint="your-page" />
  </>,
);
