export * from '../../scripts/templates/template.ts';
