import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { Carrier } from '../../client/aws/carried-call.ts';
import type { Connection } from '../../client/aws/connection.ts';
import { Deployment, type DeploymentParts } from '../../client/deployment.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { Problem } from '../../local/terminal/problem.ts';

/** A message that SNS has delivered to the trial's queue. */
export interface Delivered {
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly receivedAt: number;
}

const ROOT = join(import.meta.dirname, '..', '..');
const CDK = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
/** The wait time of one ReceiveMessage call. */
const LOOK_SECONDS = 5;

/** Rethrows the error, unless the resource does not exist. A failed deployment may not have created the resource. */
function ignoreMissing(error: Error): void {
  if (error.name !== 'ResourceNotFoundException') {
    throw error;
  }
}

/** A deployment that exists only for this run, and a queue that is subscribed to the deployment's topics. */
export class TrialDeployment {
  readonly deployment: Deployment;
  readonly delivered: Delivered[] = [];
  readonly #sns: SNSClient;
  readonly #sqs: SQSClient;
  readonly #iam: IAMClient;
  readonly #ssm: SSMClient;
  readonly s3: S3Client;
  /** The folder for the cloud assembly. */
  readonly #assembly: string;
  #queue: { readonly url: string; readonly arn: string } | undefined;
  #parts: DeploymentParts | undefined;

  /**
   * Creates a trial, without deploying it yet.
   *
   * @param name the service's name, which must be unique in the account and region
   * @param signal aborts a deployment in progress
   */
  constructor(
    readonly name: string,
    readonly connection: Connection,
    readonly signal: AbortSignal,
  ) {
    this.deployment = new Deployment({ connection, service: name });
    this.#assembly = join(ROOT, '.local', name);
    const { region, endpoint } = connection;
    const config = { ...(region && { region }), ...(endpoint && { endpoint }) };
    this.#sns = new SNSClient(config);
    this.#sqs = new SQSClient(config);
    this.#ssm = new SSMClient(config);
    this.s3 = new S3Client(config);
    this.#iam = new IAMClient(config);
  }

  /** The ARNs and URLs of the deployment's parts. */
  get parts(): DeploymentParts {
    if (this.#parts === undefined) {
      throw new Problem('The trial is not deployed yet.');
    }
    return this.#parts;
  }

  /** Deploys the stacks and subscribes a queue to all three topics. */
  async deploy(): Promise<void> {
    const settings = ['-c', `name=${this.name}`, '--output', this.#assembly];
    await this.#cdk(['deploy', '--all', '--require-approval', 'never', ...settings], this.signal);
    this.#parts = await this.deployment.read();
    const { QueueUrl: url = '' } = await this.#sqs.send(new CreateQueueCommand({ QueueName: `${this.name}-verify` }));
    const { Attributes = {} } = await this.#sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    this.#queue = { url, arn: Attributes['QueueArn'] ?? '' };
    const policy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: this.#queue.arn,
        Condition: { ArnEquals: { 'aws:SourceArn': this.topics } },
      },
    };
    const { SetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
    await this.#sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: JSON.stringify(policy) } }),
    );
    for (const topic of this.topics) {
      await this.subscribe(topic);
    }
  }

  /** The ARNs of the deployment's topics. */
  get topics(): readonly string[] {
    const { topicArn, emailTopicArn, operationsTopicArn } = this.parts;
    return [topicArn, emailTopicArn, ...(operationsTopicArn ? [operationsTopicArn] : [])];
  }

  /** Subscribes the trial's queue to the given topic. */
  async subscribe(topicArn: string): Promise<void> {
    await this.#sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: this.#queue?.arn,
        ReturnSubscriptionArn: true,
      }),
    );
  }

  /** Deletes the given topic. SNS then also deletes its subscriptions. */
  async deleteTopic(topicArn: string): Promise<void> {
    await this.#sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
  }

  /**
   * Waits until the given topic has delivered a message for which `isIt` returns true. Returns `undefined` if no such message
   * arrives within the given number of seconds.
   */
  async untilDelivered(
    topicArn: string,
    isIt: (delivered: Delivered) => boolean,
    seconds: number,
  ): Promise<Delivered | undefined> {
    const deadline = Date.now() + seconds * 1_000;
    for (;;) {
      const found = this.delivered.find((each) => each.topicArn === topicArn && isIt(each));
      if (found || Date.now() > deadline) {
        return found;
      }
      await this.#receive();
    }
  }

  async #receive(): Promise<void> {
    const QueueUrl = this.#queue?.url;
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: LOOK_SECONDS }),
      { abortSignal: this.signal },
    );
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      const { TopicArn = '', Subject, Message = '' } = JSON.parse(Body) as Record<string, string>;
      this.delivered.push({ topicArn: TopicArn, subject: Subject, message: Message, receivedAt: Date.now() });
      await this.#sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }

  /** Returns the name of the bucket for files, or `undefined` if the deployment failed before it created the bucket. */
  async filesBucket(): Promise<string | undefined> {
    const { filesBucket } = physicalNames(this.name).parameters;
    const { Parameters = [] } = await this.#ssm.send(new GetParametersCommand({ Names: [filesBucket] }));
    return Parameters[0]?.Value;
  }

  /** Deletes the objects in the bucket for files, because CloudFormation deletes only an empty bucket. */
  async #emptyBucket(): Promise<void> {
    const Bucket = await this.filesBucket();
    const { Contents = [] } = Bucket ? await this.s3.send(new ListObjectsV2Command({ Bucket })) : {};
    if (Contents.length > 0) {
      const Objects = Contents.map(({ Key }) => ({ Key }));
      await this.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  }

  /** Removes everything: the stacks, and the topics, queues, schedules and role that outlive them. */
  async remove(): Promise<void> {
    await this.#emptyBucket();
    // if the folder does not exist, the run was stopped before it deployed anything
    if (existsSync(this.#assembly)) {
      await this.#cdk(['destroy', '--all', '--force', '--app', this.#assembly]);
    }
    await rm(this.#assembly, { recursive: true, force: true });
    for (const topic of this.#parts ? this.topics : []) {
      await this.deleteTopic(topic);
    }
    const { stacks, scheduleGroup } = physicalNames(this.name);
    const { notifications } = stacks;
    const carrier = new Carrier(this.connection, 'scheduler');
    await carrier.send({ method: 'DELETE', path: `/schedule-groups/${scheduleGroup}` }).catch(ignoreMissing);
    await this.#deleteRoles(`${notifications}-SchedulesRole`);
    for (const prefix of [`${notifications}-`, `${this.name}-verify`]) {
      const { QueueUrls = [] } = await this.#sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      for (const QueueUrl of QueueUrls) {
        await this.#sqs.send(new DeleteQueueCommand({ QueueUrl }));
      }
    }
  }

  /** Deletes the roles whose names begin with the given prefix, and their policies. */
  async #deleteRoles(prefix: string): Promise<void> {
    for await (const { Roles = [] } of paginateListRoles({ client: this.#iam }, {})) {
      for (const { RoleName = '' } of Roles.filter((role) => role.RoleName?.startsWith(prefix))) {
        const { PolicyNames = [] } = await this.#iam.send(new ListRolePoliciesCommand({ RoleName }));
        for (const PolicyName of PolicyNames) {
          await this.#iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
        }
        await this.#iam.send(new DeleteRoleCommand({ RoleName }));
      }
    }
  }

  async #cdk(command: readonly string[], signal?: AbortSignal): Promise<void> {
    const { code, stdout, stderr } = await runProgram(process.execPath, [CDK, ...command], {
      cwd: ROOT,
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    if (code !== 0) {
      const reason = `${stdout}${stderr}`.trim().split('\n').filter(Boolean).slice(-3).join(' ');
      throw new Problem(`cdk ${command[0]} ended with ${code}: ${reason}`);
    }
  }
}
