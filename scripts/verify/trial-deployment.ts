import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
import type { Connection } from '../../client/aws/connection.ts';
import { Deployment, type DeploymentParts } from '../../client/deployment.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { Problem } from '../../local/terminal/problem.ts';

/** A message that SNS has delivered to the queue of the trial. */
export interface Delivered {
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly receivedAt: number;
}

const ROOT = join(import.meta.dirname, '..', '..');
const CDK = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
/** How long one look waits for a message. */
const LOOK_SECONDS = 5;

/** A deployment that exists for this run only, and a queue that is subscribed to its topics. */
export class TrialDeployment {
  readonly deployment: Deployment;
  readonly delivered: Delivered[] = [];
  readonly #sns: SNSClient;
  readonly #sqs: SQSClient;
  #queue: { readonly url: string; readonly arn: string } | undefined;
  #parts: DeploymentParts | undefined;

  /**
   * @param name of the service, which no other deployment in the account and region may have
   * @param signal aborts a deployment in progress
   */
  constructor(
    readonly name: string,
    readonly connection: Connection,
    readonly signal: AbortSignal,
  ) {
    this.deployment = new Deployment({ connection, service: name });
    const { region, endpoint } = connection;
    const config = { ...(region && { region }), ...(endpoint && { endpoint }) };
    this.#sns = new SNSClient(config);
    this.#sqs = new SQSClient(config);
  }

  /** The parts of the deployment. */
  get parts(): DeploymentParts {
    if (this.#parts === undefined) {
      throw new Problem('The trial is not deployed yet.');
    }
    return this.#parts;
  }

  /** Deploys the stacks and subscribes a queue to all three topics. */
  async deploy(): Promise<void> {
    await this.#cdk(['deploy', '--all', '--require-approval', 'never'], this.signal);
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

  /** The topics of the deployment. */
  get topics(): readonly string[] {
    const { topicArn, emailTopicArn, operationsTopicArn } = this.parts;
    return [topicArn, emailTopicArn, ...(operationsTopicArn ? [operationsTopicArn] : [])];
  }

  /** Subscribes the queue of the trial to a topic. */
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

  /** Deletes a topic, which takes its subscriptions with it. */
  async deleteTopic(topicArn: string): Promise<void> {
    await this.#sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
  }

  /** Waits until SNS has delivered a message that fits; `undefined` if time runs out. */
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

  /** Removes everything: the stacks, and the topics and queues that outlive them. */
  async remove(): Promise<void> {
    await this.#cdk(['destroy', '--all', '--force']);
    for (const topic of this.#parts ? this.topics : []) {
      await this.deleteTopic(topic);
    }
    const { notifications } = physicalNames(this.name).stacks;
    for (const prefix of [`${notifications}-`, `${this.name}-verify`]) {
      const { QueueUrls = [] } = await this.#sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      for (const QueueUrl of QueueUrls) {
        await this.#sqs.send(new DeleteQueueCommand({ QueueUrl }));
      }
    }
  }

  async #cdk(command: readonly string[], signal?: AbortSignal): Promise<void> {
    const settings = ['-c', `name=${this.name}`, '--output', join(ROOT, '.local', `verify-${this.name}`)];
    const { code, stdout, stderr } = await runProgram(process.execPath, [CDK, ...command, ...settings], {
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
