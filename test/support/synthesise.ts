export * from '../../scripts/templates/synthesise.ts';
