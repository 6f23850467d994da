import { executionArn } from '../../../client/aws/execution-arn.ts';
import type { Executions, ListedExecution } from '../../../client/aws/executions.ts';
import { NewestEvents } from '../../../client/aws/newest-events.ts';
import { describeStep } from '../../../client/stack-requests/describe-step.ts';
import { StackProgress } from '../../../client/stack-requests/stack-progress.ts';
import { statusOfExecution } from '../../../core/reminder/reminder-status.ts';
import { machineArn } from '../executions/machine-arn.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/route.ts';
import type { Site } from '../site.ts';

/** The maximum number of executions in the list. Each execution needs a call. */
const MOST = 50;

interface StackRun {
  readonly id: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly input: unknown;
  readonly output?: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

interface Step {
  /** The time of the step in milliseconds since the start of the execution. */
  readonly at: number;
  readonly said: string;
}

/** The steps of an execution so far. */
interface Followed {
  readonly events: NewestEvents;
  readonly progress: StackProgress;
  readonly steps: Step[];
  /** The times at which the stack creator read the stack's status, in milliseconds since the start. */
  readonly polls: number[];
}

/** The executions that were read. One that has ended is read again only after a redrive. */
interface Known {
  readonly runs: Map<string, StackRun>;
  readonly followed: Map<string, Followed>;
}

const allKnown = new WeakMap<Site, Known>();

function knownOf(site: Site): Known {
  const known = allKnown.get(site) ?? { runs: new Map(), followed: new Map() };
  allKnown.set(site, known);
  return known;
}

/** Returns the stack creator's ARN, and the client that reads its executions. */
async function creatorOf(site: Site): Promise<{ readonly arn: string; readonly executions: Executions }> {
  const arn = await machineArn(site, 'stack-creator');
  return site.deployment.withMachines(async ({ executions }) => ({ arn, executions }));
}

const STATUSES = { pending: 'running', sent: 'done', failed: 'failed', cancelled: 'cancelled' } as const;

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return text;
  }
}

/** Reads an execution, or returns the cached one if it has ended. Returns `undefined` if there is no such execution. */
async function readRun(
  site: Site,
  { arn, name }: Pick<ListedExecution, 'arn' | 'name'>,
): Promise<StackRun | undefined> {
  const { runs } = knownOf(site);
  const known = runs.get(name);
  if (known && known.status !== 'running') {
    return known;
  }
  const { executions } = await creatorOf(site);
  await site.reads.take();
  const execution = await executions.describe(arn);
  if (!execution) {
    return undefined;
  }
  const { status, startedAt, stoppedAt: endedAt, input, output, error, cause } = execution;
  const run: StackRun = {
    id: name,
    status: STATUSES[statusOfExecution(status)],
    startedAt,
    endedAt,
    input: parse(input),
    output: parse(output),
    error,
    cause,
  };
  runs.set(name, run);
  return run;
}

/** Forgets an execution that was redriven after it was read: it is running again, or has ended at another time. */
function forgetIfRedriven(site: Site, { name, stoppedAt }: ListedExecution): void {
  const { runs, followed } = knownOf(site);
  const known = runs.get(name);
  if (known && known.status !== 'running' && known.endedAt !== stoppedAt) {
    runs.delete(name);
    followed.delete(name);
  }
}

/** Reads the new steps of an execution. Returns all steps so far. */
async function follow(site: Site, arn: string, run: StackRun): Promise<Followed> {
  const { followed } = knownOf(site);
  const { action } = (run.input ?? {}) as { readonly action?: 'create' };
  const known = followed.get(run.id) ?? {
    events: new NewestEvents(site.deployment.connection, arn),
    progress: new StackProgress(action),
    steps: [],
    polls: [],
  };
  followed.set(run.id, known);
  if (!known.progress.ended) {
    await site.reads.take();
    const events = await known.events.read();
    known.steps.push(
      ...known.progress.take(events).map((step) => ({ at: step.milliseconds, said: describeStep(step) })),
    );
    const polls = events.filter(({ taskSucceededEventDetails: task }) => task?.resource?.endsWith('describeStacks'));
    known.polls.push(...polls.map(({ timestamp }) => (timestamp?.getTime() ?? 0) - known.progress.beganAt));
  }
  return known;
}

/** The routes for the executions of the stack creator. */
export const STACK_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'stacks',
    answer: async (_call, site) => {
      const { arn, executions } = await creatorOf(site);
      await site.lists.take();
      const page = await executions.page(arn, { limit: MOST });
      const runs: StackRun[] = [];
      for (const execution of page.executions) {
        forgetIfRedriven(site, execution);
        const run = await readRun(site, execution);
        runs.push(...(run ? [run] : []));
      }
      return { runs };
    },
  },
  {
    method: 'GET',
    path: 'stacks/:id',
    answer: async ({ params }, site) => {
      const id = params['id'] ?? '';
      const arn = executionArn((await creatorOf(site)).arn, id);
      const run = await readRun(site, { arn, name: id });
      if (!run) {
        throw new ApiError(
          404,
          'There is no such execution.',
          'Step Functions deletes an execution 90 days after its end.',
        );
      }
      const { steps, polls } = await follow(site, arn, run);
      return { run, steps, polls };
    },
  },
];
