import { isEmailAddress } from '../../core/text/is-email-address.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

/** Returns an email address, or refuses a text that is certainly not one. */
export function readEmail(given: string): string {
  if (!isEmailAddress(given)) {
    throw new Failure(EXIT.usage, `"${clean(given)}" is not an email address: write one such as you@example.com.`);
  }
  return given;
}
