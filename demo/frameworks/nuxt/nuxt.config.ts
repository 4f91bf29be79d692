export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  vue: {
    compilerOptions: {
      // Else Vue looks for components of these names, and warns that there are none.
      isCustomElement: (tag) => tag.startsWith('fxa-'),
    },
  },
  app: {
    head: {
      title: 'fxa-email-form in Nuxt',
      htmlAttrs: { lang: 'en' },
      link: [{ rel: 'icon', href: 'data:,' }],
    },
  },
  typescript: {
    tsConfig: {
      // Without it, a misspelt attribute is no error.
      vueCompilerOptions: { strictTemplates: true },
    },
  },
});
