import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
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
import { countThrottles } from './throttles.ts';

/** An execution, as ListExecutions returns it. */
export interface ListedExecution {
  readonly arn: string;
  /** The id of the reminder: the execution's name, without the suffix `-from-scheduler`. */
  readonly name: string;
  readonly status: string;
  /** The end of the execution in milliseconds since the epoch. Missing while the execution is running. */
  readonly stoppedAt: number | undefined;
}

/** An execution, as DescribeExecution returns it. */
export interface DescribedExecution extends ListedExecution {
  readonly stateMachineArn: string;
  readonly startedAt: number;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** `REDRIVABLE` or `NOT_REDRIVABLE`. Missing if the endpoint does not support redrives. */
  readonly redriveStatus: string | undefined;
}

/** The result of StartExecution. */
export type Started =
  | { readonly taken: false; readonly arn: string; readonly startedAt: number; readonly isNew: boolean }
  /** The name is taken: an execution with this name is running, or ended less than 90 days ago. */
  | { readonly taken: true; readonly arn: string };

/** The options for a list of executions. */
export interface ListOptions {
  /** The status of the executions to list, such as `RUNNING`. If missing, all executions are listed. */
  readonly status?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The options for one page of executions. */
export interface PageOptions extends ListOptions {
  /** The maximum number of executions on the page, up to 1,000. This limit must be the same for each page of a list. */
  readonly limit: number;
  /** The token from the previous page. If missing, the first page is read. */
  readonly nextToken?: string | undefined;
}

const sendOptions = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});

/**
 * A repeated StartExecution returns the running execution. An execution that started longer ago than this is therefore not new.
 */
const EARLIER_MILLISECONDS = 3_000;
/** The maximum number of executions or events that one call returns. */
const PAGE = 1_000;

/** Starts, reads, stops and redrives executions, and reads definitions of state machines. */
export class Executions {
  private readonly client: SFNClient;
  private readonly clock: { readonly last: AwsClock };
  private readonly throttled: { readonly count: number };

  constructor(connection: Connection) {
    this.client = makeClient(SFNClient, connection);
    this.clock = watchClock(this.client);
    this.throttled = countThrottles(this.client);
  }

  /**
   * How far this computer's clock is ahead of AWS's, in milliseconds, accurate to about a second. Undefined if the last
   * response has no date or took 5 s or more.
   */
  get clockAhead(): number | undefined {
    return this.clock.last.ahead;
  }

  /** The number of responses so far that reported throttling. The SDK waits and retries such calls by itself. */
  get throttles(): number {
    return this.throttled.count;
  }

  /**
   * Starts an execution. If an execution with the same name and input is running, AWS returns that execution. Other endpoints,
   * such as MiniStack, report instead that the name is taken.
   */
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

  /** Describes the execution with the given ARN. Returns `undefined` if it does not exist. */
  async describe(arn: string, signal?: AbortSignal): Promise<DescribedExecution | undefined> {
    try {
      const answer = await this.client.send(new DescribeExecutionCommand({ executionArn: arn }), sendOptions(signal));
      return {
        arn,
        name: nameInArn(arn),
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
   * Describes an execution after StartExecution has reported its name as taken. Returns `undefined` if AWS does not show the
   * execution yet.
   *
   * On AWS, such an execution has ended or has another input. If it seems to be running, this method reads it again, because
   * AWS's answer may be out of date.
   */
  async describeTaken(arn: string): Promise<DescribedExecution | undefined> {
    return lookAgain(
      () => this.describe(arn),
      (seen) => seen !== undefined && seen.status !== 'RUNNING',
    );
  }

  /** Lists a state machine's executions in pages of up to 1,000. */
  async *list(
    stateMachineArn: string,
    { status, signal }: ListOptions = {},
  ): AsyncGenerator<readonly ListedExecution[]> {
    let nextToken: string | undefined;
    do {
      const page = await this.page(stateMachineArn, { status, signal, limit: PAGE, nextToken });
      yield page.executions;
      nextToken = page.nextToken;
    } while (nextToken);
  }

  /** Lists one page of a state machine's executions. The latest execution comes first. */
  async page(
    stateMachineArn: string,
    { status, signal, limit, nextToken }: PageOptions,
  ): Promise<{ readonly executions: readonly ListedExecution[]; readonly nextToken: string | undefined }> {
    const page = await this.client.send(
      new ListExecutionsCommand({
        stateMachineArn,
        maxResults: limit,
        ...(status && { statusFilter: status as ExecutionStatus }),
        ...(nextToken && { nextToken }),
      }),
      sendOptions(signal),
    );
    const executions = (page.executions ?? []).map(({ executionArn: arn = '', status = '', stopDate }) => ({
      arn,
      name: nameInArn(arn),
      status,
      stoppedAt: stopDate?.getTime(),
    }));
    return { executions, nextToken: page.nextToken };
  }

  /**
   * Reads the whole history of an execution, in order.
   *
   * @param options.withData if true, the events contain the inputs and outputs of states
   */
  async history(
    arn: string,
    { withData = false, signal }: { readonly withData?: boolean; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn: arn,
          maxResults: PAGE,
          includeExecutionData: withData,
          ...(nextToken && { nextToken }),
        }),
        sendOptions(signal),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }

  /** Stops an execution. Does nothing if the execution has ended. */
  async stop(arn: string, error: string, cause: string): Promise<void> {
    await this.client.send(new StopExecutionCommand({ executionArn: arn, error, cause }));
  }

  /** Redrives a failed execution: the execution continues from the state that failed. */
  async redrive(arn: string): Promise<void> {
    await this.client.send(new RedriveExecutionCommand({ executionArn: arn }));
  }

  /**
   * Reads a state machine's status and definition. The status is `ACTIVE`, or `DELETING` while AWS deletes the state machine.
   */
  async stateMachine(stateMachineArn: string): Promise<{ readonly status: string; readonly definition: string }> {
    const answer = await this.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return { status: answer.status ?? 'ACTIVE', definition: answer.definition ?? '' };
  }

  /** Reads the definition with which an execution runs. A later update of the state machine does not change this definition. */
  async definitionOf(executionArn: string): Promise<string> {
    const answer = await this.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return answer.definition ?? '{"StartAt":"","States":{}}';
  }
}
