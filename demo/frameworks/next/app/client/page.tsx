'use client';

import dynamic from 'next/dynamic';

const GuardedSignUp = dynamic(() => import('./guarded-sign-up'), { ssr: false });

export default function Page() {
  return (
    <main>
      <h1>Next.js, in the browser alone</h1>
      <GuardedSignUp />
    </main>
  );
}
