import textWidth from 'string-width';
import type { ListedReminder } from '../../client/reminders/list-reminders.ts';
import { makeShortener } from '../../client/reminders/short-ids.ts';
import type { Status } from '../../core/reminder/reminder-status.ts';
import { formatDistance, formatMoment } from '../due-time/moment.ts';
import { clean, shorten as cutText } from '../terminal/clean.ts';
import { fitText } from '../terminal/fit-text.ts';

/** How a list is shown. */
export interface ListOptions {
  readonly zone: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether reminders of several states are in it. */
  readonly isMixed: boolean;
  readonly paintStatus: (status: Status) => string;
  /** How many columns the terminal has; missing if stdout is not a terminal: then nothing is left out. */
  readonly columns: number | undefined;
  /** Whether ids are shown whole, and nothing is left out. */
  readonly isWide: boolean;
  /** All reminders that a shortened id could stand for; missing if they are not known: then ids are whole. */
  readonly known: readonly ListedReminder[] | undefined;
}

type Name = 'due' | 'distance' | 'status' | 'via' | 'id' | 'message';
/** The cells of each column, its title first. */
type Columns = ReadonlyMap<Name, readonly string[]>;

const TITLES: Readonly<Record<Name, string>> = {
  due: 'DUE',
  distance: '',
  status: 'STATUS',
  via: 'VIA',
  id: 'ID',
  message: 'MESSAGE',
};
const SHOWN_CHARACTERS = 40;
/** The shortest part of a message that is useful: other columns are left out before it gets shorter. */
const LEAST_MESSAGE = 10;
const GAP = 2;

const columnWidth = (cells: readonly string[]) => cells.reduce((widest, each) => Math.max(widest, textWidth(each)), 0);
const tableWidth = (columns: Columns) =>
  [...columns.values()].reduce((sum, cells) => sum + columnWidth(cells) + GAP, -GAP);
const without = (columns: Columns, name: Name): Columns => new Map([...columns].filter(([each]) => each !== name));

/** Choices of columns, from those that say most to those that say least. */
function narrower(columns: Columns): readonly Columns[] {
  const noDistance = without(columns, 'distance');
  const noVia = without(noDistance, 'via');
  return [columns, noDistance, noVia, without(noVia, 'due')]; // a whole id also says when it is due, in UTC
}

/** Columns with shorter messages, so that all fit; missing if too little of the messages would be left. */
function fitted(columns: Columns, width: number): Columns | undefined {
  const others = without(columns, 'message');
  const messages = columns.get('message') ?? [];
  const room = width - tableWidth(others) - GAP;
  return room < Math.min(LEAST_MESSAGE, columnWidth(messages))
    ? undefined
    : new Map([...others, ['message', messages.map((each) => fitText(each, room))]]);
}

/** Lays out a list so that each reminder has one line on a terminal of 60 columns or more. */
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
