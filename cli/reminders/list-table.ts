import textWidth from 'string-width';
import type { ListedReminder } from '../../client/reminders/list-reminders.ts';
import { makeShortener } from '../../client/reminders/short-ids.ts';
import type { Status } from '../../core/reminder/reminder-status.ts';
import { formatDistance, formatMoment } from '../due-time/moment.ts';
import { clean, shorten as cutText } from '../terminal/clean.ts';
import { fitText } from '../terminal/fit-text.ts';

/** The settings for showing a list. */
export interface ListOptions {
  readonly zone: string;
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  /** True if the list contains reminders with different statuses. */
  readonly isMixed: boolean;
  /** Describes how often a reminder is repeated. Returns `undefined` for a reminder that is due only once. */
  readonly everyOf: (reminder: ListedReminder) => string | undefined;
  readonly paintStatus: (status: Status) => string;
  /** The terminal's width in columns. Missing if stdout is not a terminal; the table is then shown in full. */
  readonly columns: number | undefined;
  /** True if ids are shown in full and nothing is omitted. */
  readonly isWide: boolean;
  /** All reminders that a short id could match. Missing if they are not known; ids are then shown in full. */
  readonly known: readonly ListedReminder[] | undefined;
}

type Name = 'due' | 'distance' | 'status' | 'via' | 'id' | 'every' | 'message';
/** The cells of each column, starting with its title. */
type Columns = ReadonlyMap<Name, readonly string[]>;

const TITLES: Readonly<Record<Name, string>> = {
  due: 'DUE',
  distance: '',
  status: 'STATUS',
  via: 'VIA',
  id: 'ID',
  every: 'REPEATED',
  message: 'MESSAGE',
};
const SHOWN_CHARACTERS = 40;
/** The minimum width of a shortened message, in characters. If there is less space, the list omits other columns. */
const LEAST_MESSAGE = 10;
const GAP = 2;

const columnWidth = (cells: readonly string[]) => cells.reduce((widest, each) => Math.max(widest, textWidth(each)), 0);
const tableWidth = (columns: Columns) =>
  [...columns.values()].reduce((sum, cells) => sum + columnWidth(cells) + GAP, -GAP);
const without = (columns: Columns, name: Name): Columns => new Map([...columns].filter(([each]) => each !== name));

/** Returns the possible sets of columns, from the largest to the smallest. */
function narrower(columns: Columns): readonly Columns[] {
  const noDistance = without(columns, 'distance');
  const noVia = without(noDistance, 'via');
  const noEvery = without(noVia, 'every');
  return [columns, noDistance, noVia, noEvery, without(noEvery, 'due')]; // a full id contains the due time
}

/**
 * Shortens the messages to fit the table into `width` characters. Returns `undefined` if the messages would become too short.
 */
function fitted(columns: Columns, width: number): Columns | undefined {
  const others = without(columns, 'message');
  const messages = columns.get('message') ?? [];
  const room = width - tableWidth(others) - GAP;
  return room < Math.min(LEAST_MESSAGE, columnWidth(messages))
    ? undefined
    : new Map([...others, ['message', messages.map((each) => fitText(each, room))]]);
}

/** Builds the table for a list. Without `--wide`, each reminder takes one line on a terminal with at least 60 columns. */
export function layOutList(
  shown: readonly ListedReminder[],
  options: ListOptions,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const columns = [...fittingColumns(shown, options)];
  return {
    head: columns.map(([name]) => TITLES[name]),
    rows: shown.map(({ status }, row) =>
      columns.map(([name, cells]) => (name === 'status' ? options.paintStatus(status) : (cells[row + 1] ?? ''))),
    ),
  };
}

/**
 * Returns a function that describes how often a reminder is repeated. The description omits the zone if the list shows times in
 * the same zone.
 */
function everyIn({ everyOf, zone }: ListOptions): (reminder: ListedReminder) => string {
  return (reminder) => clean(everyOf(reminder) ?? '').replace(`, ${zone}`, '');
}

function fittingColumns(shown: readonly ListedReminder[], options: ListOptions): Columns {
  const { zone, now, isMixed, columns: width, known, isWide } = options;
  const shorten = known && !isWide ? makeShortener(known.map(({ id }) => id)) : (id: string) => id;
  const column = (name: Name, cell: (reminder: ListedReminder) => string) =>
    [name, [TITLES[name], ...shown.map(cell)]] as const;
  const columns: Columns = new Map([
    column('due', ({ due }) => (due === undefined ? 'see remindme show' : formatMoment(due, zone))),
    column('distance', ({ due }) => (due === undefined ? '' : formatDistance(due, now))),
    ...(isMixed ? [column('status', ({ status }) => status)] : []),
    column('via', ({ via }) => via),
    column('id', ({ id }) => clean(shorten(id))),
    ...(shown.some(({ repetition }) => repetition) ? [column('every', everyIn(options))] : []),
    column('message', ({ message }) => (message === undefined ? '' : cutText(clean(message), SHOWN_CHARACTERS))),
  ]);
  if (width === undefined || isWide || tableWidth(columns) <= width) {
    return columns;
  }
  const all = narrower(columns);
  for (const each of all) {
    const fits = fitted(each, width);
    if (fits) {
      return fits;
    }
  }
  return all.at(-1) ?? columns;
}
