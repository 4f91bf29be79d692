/** The elements that are run side by side, each as one script. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFile, REPOSITORY } from './bundle.js';

/** One way of making the form. */
export interface Implementation {
  readonly name: string;
  readonly tag: string;
  /** The script that registers the tag, minified. */
  readonly script: string;
  /** What stands inside the element, given the address of FxA. */
  readonly content?: (fxaUrl: string) => string;
}

/** The one file of a built package. */
async function builtFile(root: string): Promise<string> {
  const file = join(root, 'dist/fxa-email-form.min.js');
  return readFile(file, 'utf8').catch(() => {
    throw new Error('There is no built package: run "npm run build" first.');
  });
}

/** The package's form, from the one file that is built in the checkout `root`. */
export const builtForm = async (root = REPOSITORY): Promise<Implementation> => ({
  name: '`<fxa-email-form>`',
  tag: 'fxa-email-form',
  script: await builtFile(root),
});

/** The package's link, from the same file. */
export const builtLink = async (root = REPOSITORY): Promise<Implementation> => ({
  name: '`<fxa-link>`',
  tag: 'fxa-link',
  script: await builtFile(root),
  content: (fxaUrl) => `<a href="${fxaUrl}signin">Sign in</a>`,
});

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
