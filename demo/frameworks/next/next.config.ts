import type { NextConfig } from 'next';

const config: NextConfig = {
  // This folder has a lock file of its own, inside a repository that has one too.
  turbopack: { root: import.meta.dirname },
};

export default config;
