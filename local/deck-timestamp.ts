/** An instant in the deck's shape of a timestamp, in whole seconds of UTC: `2027-01-27 09:00:00`. */
export function deckTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}
