import { App } from 'aws-cdk-lib';
import { addService } from '../lib/add-service.ts';
import { SettingError } from '../lib/settings.ts';

try {
  // skip the validation with CloudFormation's own rules, which takes longer than the rest of the synthesis; the tests run it
  addService(new App({ builtinCloudFormationValidation: false }));
} catch (error) {
  if (!(error instanceof SettingError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
