import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type AwsClock, watchClock } from './aws-clock.ts';
import { type Connection, makeClient, NotAwsError } from './connection.ts';
import { executionArn, nameInArn } from './execution-arn.ts';
import { lookAgain } from './look-again.ts';

/** An execution as ListExecutions shows it. */
export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
}

/** An execution as DescribeExecution shows it. */
export interface DescribedExecution extends ListedExecution {
  readonly stateMachineArn: string;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** `REDRIVABLE` or `NOT_REDRIVABLE`; missing if the endpoint does not support redrives. */
  readonly redriveStatus: string | undefined;
}

/** The answer of Step Functions to a start. */
export type Started =
  | { readonly taken: false; readonly arn: string; readonly startedAt: number; readonly isNew: boolean }
  /** The name belongs to an execution that runs, or that ended less than 90 days ago. */
  | { readonly taken: true; readonly arn: string };

/** What to list. */
export interface ListOptions {
  /** A status of Step Functions; all if missing. */
  readonly status?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const sendOptions = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});

/** AWS answers a repeated start with the first execution: one that began longer ago than this is not new. */
const EARLIER_MILLISECONDS = 3_000;
/** The most that one call returns. */
const PAGE = 1_000;

/** Calls Step Functions. */
export class Executions {
  private readonly client: SFNClient;
  private readonly clock: { readonly last: AwsClock };

  constructor(connection: Connection) {
    this.client = makeClient(SFNClient, connection);
    this.clock = watchClock(this.client);
  }

  /** Milliseconds that this machine is ahead of AWS, to about a second; missing if the last answer does not say. */
  get clockAhead(): number | undefined {
    return this.clock.last.ahead;
  }

  /** Starts an execution. AWS answers a repeated start with the running execution, other endpoints refuse it as taken. */
  async start(stateMachineArn: string, name: string, input: string): Promise<Started> {
    try {
      const { executionArn: arn, startDate } = await this.client.send(
        new StartExecutionCommand({ stateMachineArn, name, input }),
      );
      if (!arn || !startDate) {
        throw new NotAwsError();
      }
      const startedAt = startDate.getTime();
      const now = this.clock.last.time ?? Date.now();
      return { taken: false, arn, startedAt, isNew: now - startedAt < EARLIER_MILLISECONDS };
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) {
        return { taken: true, arn: executionArn(stateMachineArn, name) };
      }
      throw error;
    }
  }

  /** Describes an execution; `undefined` if there is none. */
  async describe(arn: string, signal?: AbortSignal): Promise<DescribedExecution | undefined> {
    try {
      const answer = await this.client.send(new DescribeExecutionCommand({ executionArn: arn }), sendOptions(signal));
      return {
        arn,
        name: answer.name ?? nameInArn(arn),
        status: answer.status ?? 'RUNNING',
        stateMachineArn: answer.stateMachineArn ?? '',
        startedAt: answer.startDate?.getTime() ?? 0,
        stoppedAt: answer.stopDate?.getTime(),
        input: answer.input ?? 'null',
        output: answer.output,
        error: answer.error,
        cause: answer.cause,
        redriveStatus: answer.redriveStatus,
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Describes an execution whose name is taken; `undefined` if AWS does not show it yet.
   *
   * On AWS it has ended or has another input, because AWS would have answered the start with it otherwise. One that seems
   * to run is looked at again.
   */
  async describeTaken(arn: string): Promise<DescribedExecution | undefined> {
    return lookAgain(
      () => this.describe(arn),
      (seen) => seen !== undefined && seen.status !== 'RUNNING',
    );
  }

  /** Lists the executions of a state machine, a page of up to 1,000 at a time. */
  async *list(
    stateMachineArn: string,
    { status, signal }: ListOptions = {},
  ): AsyncGenerator<readonly ListedExecution[]> {
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListExecutionsCommand({
          stateMachineArn,
          maxResults: PAGE,
          ...(status && { statusFilter: status as ExecutionStatus }),
          ...(nextToken && { nextToken }),
        }),
        sendOptions(signal),
      );
      yield (page.executions ?? []).map(({ executionArn: arn = '', name = '', status = '' }) => ({
        arn,
        name,
        status,
      }));
      nextToken = page.nextToken;
    } while (nextToken);
  }

  /** Reads the whole history of an execution, in order. */
  async history(arn: string, signal?: AbortSignal): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn: arn,
          maxResults: PAGE,
          includeExecutionData: false,
          ...(nextToken && { nextToken }),
        }),
        sendOptions(signal),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }

  /** Stops an execution. Does nothing to one that has ended. */
  async stop(arn: string, error: string, cause: string): Promise<void> {
    await this.client.send(new StopExecutionCommand({ executionArn: arn, error, cause }));
  }

  /** Redrives a failed execution: it continues from the state that failed. */
  async redrive(arn: string): Promise<void> {
    await this.client.send(new RedriveExecutionCommand({ executionArn: arn }));
  }

  /** Reads a state machine: its status is `ACTIVE` if it takes executions. */
  async stateMachine(stateMachineArn: string): Promise<{ readonly status: string; readonly definition: string }> {
    const answer = await this.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return { status: answer.status ?? 'ACTIVE', definition: answer.definition ?? '' };
  }
}
