/** Everything for a page without a bundler: both tags are registered. */
export * from './index.js';
export * from './link.js';
export { hostedFormUrl } from './rules/hosted-form-url.js';
