import type {} from 'fxa-email-form/react';
import { Register } from '../register';

export default async function Page({ searchParams }: PageProps<'/server'>) {
  const { campaign = 'spring' } = await searchParams;
  return (
    <main>
      <h1>Next.js, a server component</h1>
      <Register />
      <fxa-email-form
        id="sign-up"
        fxa-url="http://localhost:3030/"
        entrypoint="framework"
        utm-source="example"
        utm-campaign={String(campaign)}
        flow-timeout={5000}
      >
        <form action="http://localhost:3030/">
          <label>
            Your e-mail address <input type="email" name="email" required />
          </label>
          <input type="hidden" name="action" value="email" />
          <input type="hidden" name="form_type" value="email" />
          <input type="hidden" name="entrypoint" value="framework" />
          <button>Continue</button>
        </form>
      </fxa-email-form>
    </main>
  );
}
