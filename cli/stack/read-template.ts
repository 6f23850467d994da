import { readFileSync } from 'node:fs';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Error codes of the system in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/**
 * Reads a template as text, JSON or YAML: CloudFormation parses both, with `!Ref` and the like. Leaves an address for
 * CloudFormation to read.
 *
 * @param given the name of a file, or an address
 * @throws Failure if the file cannot be read
 */
export function readTemplate(given: string): { readonly templateBody: string } | { readonly templateUrl: string } {
  if (/^https?:\/\//i.test(given)) {
    return { templateUrl: given };
  }
  const fail = (reason: string): never => {
    throw new Failure(EXIT.usage, `The template ${clean(given)} cannot be read: ${reason}. Pass another --template.`);
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(given);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return fail(REASONS[code] ?? clean(message));
  }
  try {
    return { templateBody: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return fail('it is not text in UTF-8');
  }
}
