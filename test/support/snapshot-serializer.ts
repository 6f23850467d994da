/**
 * A Jest serializer that keeps snapshots reviewable: it masks the hashes of assets, so that a snapshot changes only when the
 * template does, and cuts long texts, so that a change of the JSONata program, which has tests of its own, does not change
 * every snapshot.
 */

const ASSET_HASH = /[0-9a-f]{64}/g;
/** Enough to tell one text from another. */
const SHOWN_CHARACTERS = 160;

function shorten(text: string): string {
  const masked = text.replace(ASSET_HASH, '<asset hash>');
  return masked.length <= SHOWN_CHARACTERS ? masked : `${masked.slice(0, SHOWN_CHARACTERS)}…`;
}

/** Whether a value is for this serializer. */
export function test(value: unknown): value is string {
  return typeof value === 'string' && shorten(value) !== value;
}

/** How the value looks in a snapshot. */
export function serialize(value: string): string {
  return JSON.stringify(shorten(value));
}
