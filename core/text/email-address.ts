import { PATTERNS } from '../reminder/request-patterns.ts';

/**
 * What surely is no email address does not match. This is not RFC 5322: SNS checks an address by sending to it, so that it is
 * enough to catch what was meant otherwise.
 */
const EMAIL_ADDRESS = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+[.][^\s@,;<>().]+$/;
/** What could steer a terminal: once it has passed, an address is printed as it is. */
const CONTROL = new RegExp(PATTERNS.control);

/** Tells whether a text may be an email address. */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text) && !CONTROL.test(text);
}
