import { createHash } from 'node:crypto';

/** The longest name that Step Functions takes for an execution. */
const NAME_CHARACTERS = 80;
const OURS = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([0-9a-f]{16})(?:-(\d{1,3}))?$/;

/** What the name of an execution tells about its reminder. */
export interface ExecutionId {
  /** When it is due, in whole seconds, as milliseconds since the epoch. */
  readonly due: number;
  /** The digits that tell reminders due at the same time apart. */
  readonly digest: string;
}

/** Reads the name of an execution; `undefined` for one that was started by hand under a name of another form. */
export function readExecutionId(name: string): ExecutionId | undefined {
  const [, year, month, day, hour, minute, second, digest] = OURS.exec(name) ?? [];
  if (!digest) {
    return undefined;
  }
  const due = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(due) ? undefined : { due, digest };
}

/** The ARN of an execution, which need not exist. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** Whether a name is whole, so that it need not be looked for in a list. */
export function isWholeId(name: string): boolean {
  return OURS.test(name);
}

/** Whether a shortened id stands for an execution: the start of its name, or of its digits. */
export function isShortFor(short: string, name: string): boolean {
  return name.startsWith(short) || (readExecutionId(name) !== undefined && name.slice(17).startsWith(short));
}

/**
 * The name under which the reminder of an execution that has ended is started again: `-2`, then `-3` and so on. It
 * depends on nothing else, so that whoever tries again, and however often, starts one execution.
 */
export function nextExecutionName(name: string): string {
  const [, stem = name, attempt = '1'] = /^(.+)-([2-9]|[1-9]\d{1,2})$/.exec(name) ?? [];
  const suffix = `-${Number(attempt) + 1}`;
  if (stem.length + suffix.length <= NAME_CHARACTERS) {
    return stem + suffix;
  }
  const digest = createHash('sha256').update(stem).digest('hex').slice(0, 16);
  return `${stem.slice(0, NAME_CHARACTERS - 24)}-${digest}${suffix}`;
}
