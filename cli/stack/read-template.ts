import { readFileSync } from 'node:fs';
import { EXIT, Failure } from '../failure.ts';
import { systemReason } from '../system-reason.ts';
import { clean } from '../terminal/clean.ts';

/**
 * Reads a template as text. Does not parse the text, because CloudFormation parses JSON and YAML with tags such as `!Ref`. For
 * a URL, returns the URL, from which CloudFormation reads the template.
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
