/** Documents the element, from its documentation block and types, for editors and catalogues. */
export default {
  globs: ['src/index.ts', 'src/events.ts', 'src/fxa-email-form.ts'],
  outdir: 'dist',
  litelement: true,
};
