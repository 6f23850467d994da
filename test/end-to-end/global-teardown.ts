export { stopLocalAws as default } from '../support/local-aws.ts';
