const ASSET_HASH = /[0-9a-f]{64}/g;
/** Enough to tell one text from another. */
const SHOWN_CHARACTERS = 160;

function shorten(text: string): string {
  const masked = text.replace(ASSET_HASH, '<asset hash>');
  return masked.length <= SHOWN_CHARACTERS ? masked : `${masked.slice(0, SHOWN_CHARACTERS)}…`;
}

/**
 * Keeps snapshots reviewable: masks the hashes of assets, so that a snapshot changes only when the template does, and cuts
 * long texts, so that a change of the JSONata program, which has tests of its own, does not change every snapshot.
 */
const serializer = {
  test: (value: unknown): value is string => typeof value === 'string' && shorten(value) !== value,
  serialize: (value: string): string => JSON.stringify(shorten(value)),
};

export default serializer;
