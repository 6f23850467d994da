/** A resource of a CloudFormation template. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the properties differ between types, and each caller names those it needs
  readonly Properties: Readonly<Record<string, any>>;
  /** The name of the condition under which CloudFormation creates the resource. */
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** An output of a CloudFormation template. */
export interface Output {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Export?: { readonly Name: string };
}

/** The parts of a CloudFormation template that the tests and scripts read. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

/** Returns the resources of the given type, as pairs of logical id and resource. */
export function resourcesOfType(template: Template, type: string): [logicalId: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
