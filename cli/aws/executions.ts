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
import { EXIT, Failure } from '../failure.ts';
import { type Clock, type Connection, makeClient, NotAwsError, watchClock } from './connection.ts';
import { executionArn, nameInArn } from './execution-arn.ts';
import { lookAgain } from './look-again.ts';

/** An execution as a list shows it. */
export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
}

/** An execution with all that Step Functions tells in one call. */
export interface DescribedExecution extends ListedExecution {
  readonly stateMachineArn: string;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** `REDRIVABLE` or `NOT_REDRIVABLE`; missing where the endpoint knows no redrive. */
  readonly redriveStatus: string | undefined;
}

/** What Step Functions answers to a start. */
export type Started =
  | { readonly taken: false; readonly arn: string; readonly startedAt: number; readonly isNew: boolean }
  /** Its name belongs to an execution that is there, or has ended less than 90 days ago. */
  | { readonly taken: true; readonly arn: string };

/** An answer that takes longer than this to come is not taken for that of an earlier start. */
const EARLIER_MILLISECONDS = 3_000;
/** The most that one call may ask for. */
const PAGE = 1_000;

/** The calls of Step Functions that the command makes. */
export class Executions {
  private readonly client: SFNClient;
  private readonly clock: { readonly last: Clock };

  constructor(connection: Connection) {
    this.client = makeClient(SFNClient, connection);
    this.clock = watchClock(this.client);
  }

  /** Milliseconds that this machine is ahead of AWS, to about a second; missing where AWS did not tell its time, or slowly. */
  get clockAhead(): number | undefined {
    return this.clock.last.ahead;
  }

  /** Starts an execution. AWS answers a repeated start with the running execution, other endpoints refuse it: both are told. */
  async start(stateMachineArn: string, name: string, input: string): Promise<Started> {
    try {
      const { executionArn: arn, startDate } = await this.client.send(
        new StartExecutionCommand({ stateMachineArn, name, input }),
      );
      if (!arn || !startDate) {
        throw new NotAwsError('The answer to StartExecution names no execution.');
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

  /** Describes an execution; `undefined` where there is none. */
  async describe(arn: string): Promise<DescribedExecution | undefined> {
    try {
      const answer = await this.client.send(new DescribeExecutionCommand({ executionArn: arn }));
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
   * Describes an execution whose name is taken. On AWS it has ended, or was started with another input: it would have been
   * the answer else. What looks as if it ran is looked at again.
   *
   * @throws Failure where AWS does not tell what has become of it
   */
  async describeTaken(arn: string): Promise<DescribedExecution> {
    const execution = await lookAgain(
      () => this.describe(arn),
      (seen) => seen !== undefined && seen.status !== 'RUNNING',
    );
    if (!execution) {
      throw new Failure(
        EXIT.failed,
        `AWS has an execution called ${nameInArn(arn)} and does not tell yet what has become of it.`,
        { next: 'Try again in a minute.' },
      );
    }
    return execution;
  }

  /** Lists the executions of a state machine, a page of up to 1,000 at a time. */
  async *list(stateMachineArn: string, statusFilter?: string): AsyncGenerator<readonly ListedExecution[]> {
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListExecutionsCommand({
          stateMachineArn,
          maxResults: PAGE,
          ...(statusFilter ? { statusFilter: statusFilter as ExecutionStatus } : {}),
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      yield (page.executions ?? []).map(({ executionArn: arn = '', name = '', status = '' }) => ({
        arn,
        name,
        status,
      }));
      nextToken = page.nextToken;
    } while (nextToken);
  }

  /** All that has happened in an execution, in order. */
  async history(arn: string): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn: arn,
          maxResults: PAGE,
          includeExecutionData: false,
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }

  /** Stops an execution. On one that has ended it does nothing. */
  async stop(arn: string, error: string, cause: string): Promise<void> {
    await this.client.send(new StopExecutionCommand({ executionArn: arn, error, cause }));
  }

  /** Lets an execution that has failed go on from the state that failed. */
  async redrive(arn: string): Promise<void> {
    await this.client.send(new RedriveExecutionCommand({ executionArn: arn }));
  }

  /** Whether a state machine is there and takes executions: ACTIVE. */
  async stateMachineStatus(stateMachineArn: string): Promise<string> {
    const { status } = await this.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return status ?? 'ACTIVE';
  }
}
