import { createHash } from 'node:crypto';
import { physicalNames, VIAS, type Via } from '../core/naming/physical-names.ts';
import { readCached, writeCached } from './cache-folder.ts';
import type { Context } from './context.ts';
import { EXIT, Failure } from './failure.ts';

/** Where a deployment of the service is, as its parameters tell. */
export interface Deployment {
  /** The topic that reminders are published to. */
  readonly topicArn: string;
  /** The topic that addresses are subscribed to; the same one where the service was deployed before there were two. */
  readonly emailTopicArn: string;
  readonly stateMachineArns: Readonly<Record<Via, string>>;
  /** Missing where the service was deployed before there was this parameter. */
  readonly undeliveredQueueUrl?: string | undefined;
  /** The topic that tells people of failures; missing where the service was deployed before there was this parameter. */
  readonly operationsTopicArn?: string | undefined;
}

/** What starts the reminders: the ARNs of the state machines. */
export type StateMachineArns = Deployment['stateMachineArns'];

/** The state machines have names that follow from the deployment's: where one has gone, the call that uses it finds that out. */
const AGE_LIMIT_MILLISECONDS = 24 * 3_600_000;

/** What AWS answers to a call on a state machine that is not there (any more), or belongs to another account. */
const MAYBE_STALE = /^(StateMachineDoesNotExist|InvalidArn|AccessDenied(Exception)?)$/;

interface Cached {
  readonly readAt: number;
  readonly stateMachineArns: StateMachineArns;
}

/** One file for each deployment, account and endpoint that is used from here, as far as they are told apart without a call. */
function cacheName(context: Context): string {
  const { AWS_ENDPOINT_URL, AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const { region = AWS_REGION ?? AWS_DEFAULT_REGION, profile = AWS_PROFILE } = context.connection;
  const identity = [context.service, region, profile, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID];
  return `deployment-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)}.json`;
}

function cached(context: Context): StateMachineArns | undefined {
  const file = readCached(cacheName(context));
  if (!file) {
    return undefined;
  }
  try {
    const { readAt, stateMachineArns } = JSON.parse(file.toString('utf8')) as Cached;
    const age = Date.now() - readAt;
    const isWhole = VIAS.every((via) => stateMachineArns[via]);
    return isWhole && age >= 0 && age < AGE_LIMIT_MILLISECONDS ? stateMachineArns : undefined;
  } catch {
    return undefined; // cut short or of another version: it is read again
  }
}

/** What to do where a deployment, or a part of it, is not found. */
export const howToDeploy = (service: string) =>
  `Deploy it with npx cdk deploy --all -c name=${service}, or pass --region or --service.`;

/**
 * Reads from Parameter Store where the deployment is. The state machines are kept for the next command; topics and queues have
 * other names after each new deployment, and the old ones go on answering.
 *
 * @throws Failure where there is no such deployment
 */
export async function readDeployment(context: Context): Promise<Deployment> {
  const { parameters } = physicalNames(context.service);
  const names = {
    topicArn: parameters.topicArn,
    emailTopicArn: parameters.emailTopicArn,
    sns: parameters.stateMachineArn('sns'),
    lambda: parameters.stateMachineArn('lambda'),
    undeliveredQueueUrl: parameters.undeliveredQueueUrl,
    operationsTopicArn: parameters.operationsTopicArn,
  };
  const { readParameters } = await import('./aws/parameters.ts');
  const { region, values } = await readParameters(context.connection, Object.values(names));
  const [topicArn, sns, lambda] = [values[names.topicArn], values[names.sns], values[names.lambda]];
  if (!topicArn || !sns || !lambda) {
    const missing = [names.topicArn, names.sns, names.lambda].filter((name) => !values[name]);
    const what =
      missing.length === 3
        ? `No deployment called ${context.service} in ${region}`
        : `The deployment ${context.service} in ${region} is incomplete, it has no parameter ${missing.join(' and ')}`;
    throw new Failure(EXIT.notFound, `${what}.`, {
      next: howToDeploy(context.service),
    });
  }
  const stateMachineArns = { sns, lambda };
  writeCached(cacheName(context), JSON.stringify({ readAt: Date.now(), stateMachineArns } satisfies Cached));
  return {
    topicArn,
    emailTopicArn: values[names.emailTopicArn] ?? topicArn,
    stateMachineArns,
    undeliveredQueueUrl: values[names.undeliveredQueueUrl],
    operationsTopicArn: values[names.operationsTopicArn],
  };
}

/**
 * Does something with the state machines of the deployment. Where that fails because what the cache told is gone, it is read
 * again, and where it has moved the work is done once more.
 *
 * @param use must be safe to do again when one of its calls has found nothing there
 */
export async function withStateMachines<T>(
  context: Context,
  use: (stateMachineArns: StateMachineArns) => Promise<T>,
): Promise<T> {
  const known = cached(context);
  if (!known) {
    return use((await readDeployment(context)).stateMachineArns);
  }
  try {
    return await use(known);
  } catch (error) {
    if (!(error instanceof Error) || !MAYBE_STALE.test(error.name)) {
      throw error;
    }
    const { stateMachineArns } = await readDeployment(context);
    if (JSON.stringify(stateMachineArns) === JSON.stringify(known)) {
      throw error;
    }
    return use(stateMachineArns);
  }
}
