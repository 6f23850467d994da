import { physicalNames, VIAS, type Via } from '../core/naming/physical-names.ts';
import type { Connection } from './aws/connection.ts';
import type { Executions } from './aws/executions.ts';
import { ClientError } from './failures.ts';

/** The parts of a deployment, as its parameters name them. */
export interface DeploymentParts {
  /** The topic that reminders are published to. */
  readonly topicArn: string;
  /** The topic that addresses subscribe to. */
  readonly emailTopicArn: string;
  readonly stateMachineArns: StateMachineArns;
  /** The queue that keeps reminders that could not be delivered. */
  readonly undeliveredQueueUrl: string;
  /** The queue that keeps events that no function could handle. */
  readonly unhandledQueueUrl: string;
  /** The topic for alarms and failure emails. */
  readonly operationsTopicArn: string;
}

/** The ARNs of the state machines that send reminders. */
export type StateMachineArns = Readonly<Record<Via, string>>;

/** The state machines of a deployment, ready to be called. */
export interface Machines {
  readonly executions: Executions;
  readonly arns: StateMachineArns;
  /** Missing if nobody remembers texts. */
  readonly memory?: ReminderMemory | undefined;
}

/** Keeps the text of the parameters for the next use: a file, or nothing. */
export interface DeploymentCache {
  read(): string | undefined;
  write(text: string): void;
}

/** A reminder that was started here. */
export interface RememberedReminder {
  readonly arn: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly due: number;
  readonly startedAt: number;
}

/** Remembers the texts of reminders that were started here: ListExecutions does not return them. */
export interface ReminderMemory {
  /** By the ARN of the execution. */
  recall(): ReadonlyMap<string, RememberedReminder>;
  remember(reminder: RememberedReminder): void;
}

/** How to find and use a deployment. */
export interface DeploymentOptions {
  readonly connection: Connection;
  /** The name of the deployment: the setting `name`. */
  readonly service: string;
  /**
   * Keeps the ARNs of the state machines for a day.
   * @default - every use reads them from Parameter Store
   */
  readonly cache?: DeploymentCache;
  /** @default - texts are not remembered */
  readonly memory?: ReminderMemory;
}

/** The state machines' names follow from the deployment's: if one is gone, the call that uses it says so. */
const AGE_LIMIT_MILLISECONDS = 24 * 3_600_000;

/** What AWS answers if a state machine is gone, or belongs to another account. */
const MAYBE_STALE = /^(StateMachineDoesNotExist|InvalidArn|AccessDenied(Exception)?)$/;

interface Cached {
  readonly readAt: number;
  readonly stateMachineArns: StateMachineArns;
}

/** A deployment of the service, found by its name. */
export class Deployment {
  readonly connection: Connection;
  readonly service: string;
  private readonly cache: DeploymentCache | undefined;
  private readonly memory: ReminderMemory | undefined;
  private executions: Executions | undefined;

  constructor({ connection, service, cache, memory }: DeploymentOptions) {
    this.connection = connection;
    this.service = service;
    this.cache = cache;
    this.memory = memory;
  }

  /**
   * Reads the parts of the deployment from Parameter Store. Only the state machines are cached: topics and queues get new
   * names with each new deployment, and the old ones may still answer.
   *
   * @throws ClientError `no-deployment`
   */
  async read(): Promise<DeploymentParts> {
    const { parameters } = physicalNames(this.service);
    const names = {
      topicArn: parameters.topicArn,
      emailTopicArn: parameters.emailTopicArn,
      sns: parameters.stateMachineArn('sns'),
      lambda: parameters.stateMachineArn('lambda'),
      undeliveredQueueUrl: parameters.undeliveredQueueUrl,
      unhandledQueueUrl: parameters.unhandledQueueUrl,
      operationsTopicArn: parameters.operationsTopicArn,
    };
    const all = Object.values(names);
    const { readParameters } = await import('./aws/read-parameters.ts');
    const { region, values } = await readParameters(this.connection, all);
    const missing = all.filter((name) => !values[name]);
    if (missing.length > 0) {
      throw new ClientError({
        kind: 'no-deployment',
        service: this.service,
        region,
        missing: missing.length === all.length ? [] : missing,
      });
    }
    const valueFor = (name: keyof typeof names) => values[names[name]] ?? '';
    const stateMachineArns = { sns: valueFor('sns'), lambda: valueFor('lambda') };
    this.cache?.write(JSON.stringify({ readAt: Date.now(), stateMachineArns } satisfies Cached));
    return {
      topicArn: valueFor('topicArn'),
      emailTopicArn: valueFor('emailTopicArn'),
      stateMachineArns,
      undeliveredQueueUrl: valueFor('undeliveredQueueUrl'),
      unhandledQueueUrl: valueFor('unhandledQueueUrl'),
      operationsTopicArn: valueFor('operationsTopicArn'),
    };
  }

  /** The state machines whose ARNs are known. */
  async machines(arns: StateMachineArns): Promise<Machines> {
    const { Executions } = await import('./aws/executions.ts');
    this.executions ??= new Executions(this.connection);
    return { executions: this.executions, arns, memory: this.memory };
  }

  /**
   * Uses the state machines of the deployment. If a call fails because the cached ARNs are out of date, reads them again
   * and repeats the work.
   *
   * @param use must be safe to repeat after one of its calls has found no state machine
   * @throws ClientError `no-deployment`, and what `use` throws
   */
  async withMachines<T>(use: (machines: Machines) => Promise<T>): Promise<T> {
    const known = this.cached();
    if (!known) {
      return use(await this.machines((await this.read()).stateMachineArns));
    }
    const machines = await this.machines(known);
    try {
      return await use(machines);
    } catch (error) {
      if (!(error instanceof Error) || !MAYBE_STALE.test(error.name)) {
        throw error;
      }
      const { stateMachineArns } = await this.read();
      if (JSON.stringify(stateMachineArns) === JSON.stringify(known)) {
        throw error;
      }
      return use({ ...machines, arns: stateMachineArns });
    }
  }

  private cached(): StateMachineArns | undefined {
    const text = this.cache?.read();
    if (text === undefined) {
      return undefined;
    }
    try {
      const { readAt, stateMachineArns } = JSON.parse(text) as Cached;
      const age = Date.now() - readAt;
      const isWhole = VIAS.every((via) => stateMachineArns[via]);
      return isWhole && age >= 0 && age < AGE_LIMIT_MILLISECONDS ? stateMachineArns : undefined;
    } catch {
      return undefined; // cut short, or from another version
    }
  }
}
