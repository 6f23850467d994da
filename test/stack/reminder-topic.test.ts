import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ReminderTopic, type ReminderTopicProps } from '../../lib/reminder-topic.ts';
import { Intrinsics } from '../support/intrinsics.ts';
import { testApp } from '../support/synthesise.ts';
import { resourcesOfType, type Template as TemplateJson } from '../support/template.ts';

function stackWith(props: Partial<ReminderTopicProps> = {}): Stack {
  const stack = new Stack(testApp(), 'Stack');
  new ReminderTopic(stack, 'ReminderTopic', { parameterName: '/service/notifyme', ...props });
  return stack;
}

function topicOf(template: Template): { logicalId: string } {
  const [logicalId = ''] = Object.keys(template.findResources('AWS::SNS::Topic'));
  return { logicalId };
}

test('refuses to be published to without TLS', () => {
  const template = Template.fromStack(stackWith());

  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    Topics: [{ Ref: topicOf(template).logicalId }],
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: { Ref: topicOf(template).logicalId },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('is encrypted at rest with the key that AWS manages for SNS', () => {
  const template = Template.fromStack(stackWith());

  const json = template.toJSON() as TemplateJson;
  const [[, topic] = []] = resourcesOfType(json, 'AWS::SNS::Topic');

  expect(new Intrinsics([json]).resolve(topic?.Properties['KmsMasterKeyId'], json)).toBe(
    'arn:aws:kms:eu-central-1:111122223333:alias/aws/sns',
  );
  template.resourceCountIs('AWS::KMS::Key', 0);
});

test('survives its stack and its replacement, because people have confirmed their subscriptions to it', () => {
  Template.fromStack(stackWith()).hasResource('AWS::SNS::Topic', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('tells its ARN in the parameter', () => {
  const template = Template.fromStack(stackWith({ parameterName: '/team/notifyme' }));

  template.hasResourceProperties('AWS::SSM::Parameter', {
    Name: '/team/notifyme',
    Type: 'String',
    Value: { Ref: topicOf(template).logicalId },
  });
});

describe('with addresses', () => {
  const stack = stackWith({ emails: ['you@example.com', 'me@example.com'] });

  test('subscribes each of them by email', () => {
    const template = Template.fromStack(stack);

    template.resourceCountIs('AWS::SNS::Subscription', 2);
    for (const email of ['you@example.com', 'me@example.com']) {
      template.hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'email',
        Endpoint: email,
        TopicArn: { Ref: topicOf(template).logicalId },
      });
    }
  });

  test('has no remark', () => {
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });
});

describe('without addresses', () => {
  const stack = stackWith();

  test('subscribes nobody', () => {
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('says at synth how to subscribe now and later', () => {
    Annotations.fromStack(stack).hasInfo(
      '/Stack/ReminderTopic',
      Match.stringLikeRegexp('-c email=you@example.com.*aws sns subscribe .*TopicArn'),
    );
  });
});
