import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const FXA_URL = 'http://localhost:3030/';

/** Requests a flow each time the element behind `ref` comes into view. */
function useFlow(entrypoint) {
  const ref = useRef(null);
  const [flow, setFlow] = useState();
  useEffect(() => {
    const observer = new IntersectionObserver(async ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      const query = new URLSearchParams({ form_type: 'other', entrypoint, utm_source: location.hostname });
      try {
        const response = await fetch(`${FXA_URL}metrics-flow?${query}`);
        if (response.ok) setFlow(await response.json());
      } catch {
        // The link works without a flow.
      }
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [entrypoint]);
  return [ref, flow];
}

function SignInLink({ id, entrypoint }) {
  const [ref, flow] = useFlow(entrypoint);
  const query = new URLSearchParams({ form_type: 'button', entrypoint });
  if (flow) {
    query.set('flowId', flow.flowId);
    query.set('flowBeginTime', flow.flowBeginTime);
  }
  return (
    <a id={id} ref={ref} href={`${FXA_URL}signin?${query}`}>
      Sign in
    </a>
  );
}

createRoot(document.querySelector('#app')).render(
  <>
    <SignInLink id="top" entrypoint="your-page" />
    <p style={{ blockSize: '300vh' }}>What you get</p>
    <SignInLink id="bottom" entrypoint="your-page" />
  </>,
);
