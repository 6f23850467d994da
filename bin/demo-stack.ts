import { demoStack } from '../local/demo-stack.ts';

// says on Node 20, in the middle of the output, that the SDK's releases of 2027 will ask for Node 22
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

process.exit(await demoStack());
