import type { Call } from './calls.ts';
import { innerDefinitions, type State } from './definition.ts';
import { type Icon, icon } from './icons.ts';
import { type Box, outline } from './lines.ts';
import { element, line, type Shape, textElement } from './svg.ts';
import { type Face, textWidth, wrap } from './text-width.ts';

/** A state, and the content of its box. */
export interface StateLook {
  readonly name: string;
  readonly state: State;
  readonly calls: readonly Call[];
  /** True if an execution in this state can still succeed. */
  readonly canSucceed: boolean;
  /** True if another state machine in the picture has a different state with this name. */
  readonly differs: boolean;
  /** True if an empty line for the state's progress, with the class `progress`, replaces the calls and limits. */
  readonly progressLine: boolean;
}

interface Fact {
  readonly icon?: Icon;
  readonly text: string;
  readonly face: Face;
  readonly indent: number;
}

/** Splits a long fact, such as a call or a time limit, into lines. Only the first line has the icon. */
function broken(fact: Fact): Fact[] {
  const room = boxWidth({ progressLine: false }) - 2 * PADDING - fact.indent - (fact.icon ? ICON_TEXT : 0);
  return wrap(fact.text, room, fact.face).map((text, index) =>
    index === 0 ? { ...fact, text } : { face: fact.face, text, indent: fact.indent + (fact.icon ? ICON_TEXT : 0) },
  );
}

/** Returns the width of a box without inner states, in pixels. */
export const boxWidth = ({ progressLine }: Pick<StateLook, 'progressLine'>) => (progressLine ? 156 : 188);
/** The height of the heading of a box with inner states, in pixels. */
export const HEADING = 56;

const PADDING = 12;
const SMALL: Face = { size: 11.5 };
const NAME: Face = { size: 13.5, bold: true };
const CODE: Face = { size: 11.5, bold: true, mono: true };
const NAME_LINE = 17;
const FACT_LINE = 18;
const ICON_TEXT = 17;
const TAG = { text: 'differs', height: 17, face: { size: 10.5, bold: true } };

const ICONS: Readonly<Record<string, Icon>> = {
  Task: 'task',
  Choice: 'choice',
  Wait: 'wait',
  Fail: 'fail',
  Succeed: 'succeed',
  Pass: 'pass',
  Map: 'map',
  Parallel: 'parallel',
};

/**
 * Returns the label for a duration or a time: a number of seconds, or the name of an input field if the expression only reads
 * that field. Returns `undefined` for any other expression.
 */
function fieldOrNumber(value: number | string): string | undefined {
  return typeof value === 'number' ? `${value} s` : /^\{%\s*\$states\.input\.([\w.]+)\s*%\}$/.exec(value)?.[1];
}

function callFacts(calls: readonly Call[], indent = 0): Fact[] {
  return calls.flatMap((call): Fact[] => [
    { icon: 'call', text: call.text, face: SMALL, indent },
    ...callFacts(call.leadsTo, indent + ICON_TEXT),
  ]);
}

function facts({ state, calls, progressLine }: StateLook): Fact[] {
  if (progressLine) {
    return [];
  }
  const found = callFacts(calls);
  const until = fieldOrNumber(state.Timestamp ?? '');
  const seconds = fieldOrNumber(state.Seconds ?? '');
  if (until !== undefined) {
    found.push({ text: `until ${until}`, face: SMALL, indent: 0 });
  }
  if (seconds !== undefined) {
    found.push({ text: `for ${seconds}`, face: SMALL, indent: 0 });
  }
  if (state.Error !== undefined) {
    found.push({ text: state.Error, face: CODE, indent: 0 });
  }
  if (state.Retry !== undefined) {
    const most = Math.max(...state.Retry.map((retry) => retry.MaxAttempts ?? 3));
    found.push({ icon: 'retry', text: `up to ${most} retries`, face: SMALL, indent: 0 });
  }
  const limit = fieldOrNumber(state.TimeoutSeconds ?? '');
  if (limit !== undefined) {
    found.push({ icon: 'limit', text: `${limit} for each try`, face: SMALL, indent: 0 });
  }
  return found.flatMap(broken);
}

function nameLines(look: StateLook, width = boxWidth(look)): string[] {
  return wrap(look.name, width - 2 * PADDING, NAME);
}

/** Returns the height of a box without inner states, in pixels. */
export function boxHeight(look: StateLook): number {
  return (
    2 * PADDING + 14 + NAME_LINE * nameLines(look).length + 3 + FACT_LINE * (look.progressLine ? 1 : facts(look).length)
  );
}

function cornersCut(box: Box, across: number, down: number): string {
  const { x, y, width, height } = box;
  return outline([
    { x: x + across, y },
    { x: x + width - across, y },
    { x: x + width, y: y + down },
    { x: x + width, y: y + height - down },
    { x: x + width - across, y: y + height },
    { x: x + across, y: y + height },
    { x, y: y + height - down },
    { x, y: y + down },
  ]);
}

/** Draws the outline of a state. Its form depends on the state's type, for people who cannot see the colours. */
function shape(type: string, box: Box, classes: string): Shape[] {
  const rectangle = (radius: number, inset = 0) =>
    element('rect', {
      class: classes,
      x: box.x + inset,
      y: box.y + inset,
      width: box.width - 2 * inset,
      height: box.height - 2 * inset,
      rx: radius,
    });
  switch (type) {
    case 'Choice':
      return [element('path', { class: classes, d: cornersCut(box, 16, box.height / 2) })];
    case 'Fail':
      return [element('path', { class: classes, d: cornersCut(box, 10, 10) })];
    case 'Wait':
      return [rectangle(24)];
    case 'Succeed':
      return [rectangle(24), rectangle(21, 3)];
    case 'Map':
    case 'Parallel':
      return [rectangle(4), rectangle(1, 3)];
    default:
      return [rectangle(4)];
  }
}

function tag(box: Box): Shape[] {
  const width = textWidth(TAG.text, TAG.face) + 14;
  const x = box.x + box.width - width - 8;
  const y = box.y - TAG.height / 2;
  return [
    element('rect', { class: 'tag', x, y, width, height: TAG.height, rx: TAG.height / 2 }),
    line(TAG.text, x + width / 2, y + 12.5, TAG.face, { class: 'on-tag', anchor: 'middle' }),
  ];
}

/** Draws a state in the given box. */
export function drawState(look: StateLook, box: Box): Shape {
  const { name, state } = look;
  const classes = [
    'box',
    innerDefinitions(state).length > 0 && 'around',
    look.differs ? 'differs' : look.canSucceed ? '' : 'failure',
  ]
    .filter(Boolean)
    .join(' ');
  const x = box.x + PADDING + (state.Type === 'Choice' ? 6 : 0);
  let y = box.y + PADDING + 10;
  const drawn = [...shape(state.Type, box, classes)];
  drawn.push(
    icon(ICONS[state.Type] ?? 'pass', x, y - 11, 14),
    line(state.Type, x + ICON_TEXT + 2, y, SMALL, { class: 'muted' }),
  );
  y += 3;
  for (const text of nameLines(look, box.width)) {
    y += NAME_LINE;
    drawn.push(line(text, x, y, NAME, { class: 'text' }));
  }
  y += 3;
  for (const fact of facts(look)) {
    y += FACT_LINE;
    if (fact.icon) {
      drawn.push(icon(fact.icon, x + fact.indent, y - 10, 12));
    }
    drawn.push(line(fact.text, x + fact.indent + (fact.icon ? ICON_TEXT : 0), y, fact.face, { class: 'text' }));
  }
  if (look.progressLine && innerDefinitions(state).length === 0) {
    drawn.push(line('', x, y + FACT_LINE, SMALL, { class: 'progress' }));
  }
  if (look.differs) {
    drawn.push(...tag(box));
  }
  const tooltip = [`${name} (${state.Type})`, state.Comment].filter(Boolean).join(': ');
  return element('g', { 'data-state': name }, textElement('title', {}, tooltip), ...drawn);
}
