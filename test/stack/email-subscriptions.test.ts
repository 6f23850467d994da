import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { subscribeEmails } from '../../lib/kit/access/email-subscriptions.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

function stackWith(emails: readonly string[], isAdopted = false): Stack {
  const stack = new Stack(testApp(), 'Stack');
  subscribeEmails(new Topic(stack, 'Topic'), emails, {
    id: 'service:nobody',
    meaning: 'Nobody is subscribed yet',
    setting: 'email',
    property: 'emails',
    parameterName: '/service/email-topic',
    isAdopted,
  });
  return stack;
}

describe('with addresses', () => {
  const stack = stackWith(['you@example.com', 'me@example.com']);

  test('each address is subscribed by email', () => {
    const template = Template.fromStack(stack);
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));

    template.resourceCountIs('AWS::SNS::Subscription', 2);
    for (const email of ['you@example.com', 'me@example.com']) {
      template.hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'email',
        Endpoint: email,
        TopicArn: { Ref: topic },
      });
    }
  });

  test('synth prints no message', () => {
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });
});

describe('without addresses', () => {
  const stack = stackWith([]);

  test('nobody is subscribed', () => {
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Subscription', 0);
  });

  test('synth says how to subscribe now and later', () => {
    Annotations.fromStack(stack).hasInfo(
      '/Stack/Topic',
      Match.stringLikeRegexp(
        'Nobody is subscribed yet: set the property emails .*-c email=you@example.com.*aws sns subscribe .*/service/email-topic',
      ),
    );
  });
});

describe('with an adopted topic', () => {
  test('synth prints no message without addresses, because people may be subscribed', () => {
    expect(Annotations.fromStack(stackWith([], true)).findInfo('*', Match.anyValue())).toEqual([]);
  });

  test("with addresses, synth says that the stack takes over the addresses' subscriptions", () => {
    Annotations.fromStack(stackWith(['you@example.com'], true)).hasInfo(
      '/Stack/Topic',
      Match.stringLikeRegexp('is not subscribed twice, but a later deployment without it unsubscribes it'),
    );
  });
});
