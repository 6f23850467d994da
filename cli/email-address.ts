import { clean } from './clean.ts';
import { EXIT, Failure } from './failure.ts';

// Not RFC 5322: it catches what was surely not meant as an address. SNS checks by sending to it.
const EMAIL = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+[.][^\s@,;<>().]+$/;

/** Takes an email address, or refuses what is surely none. */
export function readEmail(given: string): string {
  if (!EMAIL.test(given)) {
    throw new Failure(EXIT.usage, `"${clean(given)}" is not an email address: write one such as you@example.com.`);
  }
  return given;
}
