import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the one script that defines `<fxa-email-form>`, from the sources as they are now, without writing a file. */
export async function buildElementScript(): Promise<string> {
  const result = await build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: 'vite.bundle.config.ts',
    logLevel: 'warn',
    build: { write: false },
  });
  const outputs = Array.isArray(result)
    ? result.flatMap(({ output }) => output)
    : 'output' in result
      ? result.output
      : [];
  const chunk = outputs.find((output) => output.type === 'chunk' && output.isEntry);
  if (chunk?.type !== 'chunk') throw new Error('The bundle has no script.');
  return chunk.code;
}
