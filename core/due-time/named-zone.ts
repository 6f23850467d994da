/** The three-letter names that mean only one zone. Others, such as EST, CST, IST and BST, have several meanings. */
const CLEAR_SHORT_NAMES = ['UTC', 'GMT', 'WET', 'CET', 'MET', 'EET'];

/** Caches the zones that were found, because a file may contain a zone in each row. */
const found = new Map<string, string>();

/**
 * Returns a zone's name with its canonical capitalization. Keeps the given spelling if the runtime renames the zone. Returns
 * `undefined` for an unknown zone, an offset and an ambiguous abbreviation such as IST.
 */
export function namedZone(zone: string): string | undefined {
  const name = found.get(zone) ?? findZone(zone);
  if (name !== undefined) {
    found.set(zone, name);
  }
  return name;
}

function findZone(zone: string): string | undefined {
  // the runtime also accepts offsets such as +01:00, but an offset is wrong after the clocks change
  if (!/^[A-Za-z]/.test(zone) || (/^[A-Za-z]{3}$/.test(zone) && !CLEAR_SHORT_NAMES.includes(zone.toUpperCase()))) {
    return undefined;
  }
  try {
    const { timeZone } = new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions();
    // the runtime renames some zones, such as Asia/Kolkata to Asia/Calcutta; keep the name that the user gave
    return timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone;
  } catch {
    return undefined;
  }
}

/** Finds a zone whose name has the given words as one part, such as Europe/London for `london`. */
export function similarZone(given: string): string | undefined {
  const word = given.trim().replace(/\s+/g, '_').toLowerCase();
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().split('/').includes(word));
}
