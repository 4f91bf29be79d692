import { SignUp } from './sign-up';

export default function Page() {
  return (
    <main>
      <h1>Next.js, a client component</h1>
      <SignUp campaign="spring" />
    </main>
  );
}
