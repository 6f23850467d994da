/**
 * What surely is no email address does not match. This is not RFC 5322: SNS checks an address by sending to it, so that it is
 * enough to catch what was meant otherwise.
 */
const EMAIL_ADDRESS = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+[.][^\s@,;<>().]+$/;

/** Tells whether a text may be an email address. */
export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text);
}
