import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { warnWithoutPipes } from '../../lib/email-throttle/pipe-regions.ts';

test.each([
  ['il-central-1', 1],
  ['eu-central-1', 0],
  [undefined, 0],
])('synth for the region %s warns %i times that it has no EventBridge Pipes', (region, warnings) => {
  const stack = new Stack(new App(), 'Stack');

  warnWithoutPipes(stack, region);

  expect(
    Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('had no EventBridge Pipes.*another region')),
  ).toHaveLength(warnings);
});
