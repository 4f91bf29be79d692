/** Prints the integrity of the one-file bundle, for the `integrity` of the script tag in the README. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const bundle = await readFile(new URL('../dist/fxa-email-form.min.js', import.meta.url));
console.log(`dist/fxa-email-form.min.js: sha384-${createHash('sha384').update(bundle).digest('base64')}`);
