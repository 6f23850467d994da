import { readFileSync } from 'node:fs';
import { EXIT, Failure } from '../failure.ts';
import { systemReason } from '../system-reason.ts';
import { clean } from '../terminal/clean.ts';

/**
 * Reads a template as text. Does not parse it, because CloudFormation accepts JSON, and YAML with tags such as `!Ref`. Returns
 * a URL unchanged, because CloudFormation reads the template from there.
 *
 * @param given a file's name, or a URL
 * @throws Failure if the file cannot be read or is not UTF-8
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
    return fail(systemReason(error));
  }
  try {
    return { templateBody: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return fail('it is not text in UTF-8');
  }
}
