/** The elements that are run side by side, each as one script. */
import { readFile } from 'node:fs/promises';
import { bundleFile } from './bundle.js';

/** One way of making the form. */
export interface Implementation {
  readonly name: string;
  readonly tag: string;
  /** The script that registers the tag, minified. */
  readonly script: string;
}

/** The package's form, from the built one-file bundle. */
export async function builtForm(): Promise<Implementation> {
  const script = await readFile(new URL('../../dist/fxa-email-form.min.js', import.meta.url), 'utf8').catch(
    () => {
      throw new Error('There is no built package: run "npm run build" first.');
    },
  );
  return { name: '`<fxa-email-form>`', tag: 'fxa-email-form', script };
}

/** What does the same main job without libraries. */
export const handWrittenForm = async (): Promise<Implementation> => ({
  name: 'hand-written element',
  tag: 'hand-written-form',
  script: await bundleFile('hand-written-element.ts'),
});

/** What draws the same with Lit, and does nothing. */
export const bareLitForm = async (): Promise<Implementation> => ({
  name: 'bare Lit element',
  tag: 'bare-lit-form',
  script: await bundleFile('bare-lit-element.ts'),
});
