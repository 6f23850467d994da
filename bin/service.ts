import { App } from 'aws-cdk-lib';
import { addService } from '../lib/add-service.ts';
import { SettingError } from '../lib/settings.ts';

try {
  // the tests run CloudFormation's rules: their engine takes longer than everything else in a synth
  addService(new App({ builtinCloudFormationValidation: false }));
} catch (error) {
  if (!(error instanceof SettingError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
