import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { UndeliveredQueue } from '../../lib/topics/undelivered-queue.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

const stack = new Stack(testApp(), 'Stack');
new UndeliveredQueue(stack, 'UndeliveredQueue');
const template = Template.fromStack(stack);
const [logicalId = ''] = Object.keys(template.findResources('AWS::SQS::Queue'));

test('the queue keeps a request for 14 days', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 60 * 60 });
});

test('the queue is encrypted at rest', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
});

test('the queue survives its stack and its replacement, with the reminders that it keeps', () => {
  template.hasResource('AWS::SQS::Queue', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('the queue denies every call without TLS', () => {
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: logicalId }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Resource: { 'Fn::GetAtt': [logicalId, 'Arn'] },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    },
  });
});
