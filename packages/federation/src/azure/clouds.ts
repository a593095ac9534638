/** One Azure cloud: where its tokens come from, for which audience, and what it calls itself elsewhere. */
export interface AzureCloud {
  /** As Terraform's ARM_ENVIRONMENT has it. */
  readonly name: string;
  readonly authority: string;
  readonly audience: string;
  /** The Resource Manager's scope: what is asked for unless told. */
  readonly scope: string;
}

/**
 * Microsoft Learn, "National clouds" (authorities), "Configure an app to trust an external identity provider" (the
 * audience of each cloud).
 */
const clouds = {
  public: {
    name: 'public',
    authority: 'https://login.microsoftonline.com',
    audience: 'api://AzureADTokenExchange',
    scope: 'https://management.azure.com/.default',
  },
  china: {
    name: 'china',
    authority: 'https://login.chinacloudapi.cn',
    audience: 'api://AzureADTokenExchangeChina',
    scope: 'https://management.chinacloudapi.cn/.default',
  },
  usgovernment: {
    name: 'usgovernment',
    authority: 'https://login.microsoftonline.us',
    audience: 'api://AzureADTokenExchangeUSGov',
    scope: 'https://management.usgovcloudapi.net/.default',
  },
} as const satisfies Readonly<Record<string, AzureCloud>>;

/** What azure/login calls them in its input `environment`. */
const otherNames: Readonly<Record<string, keyof typeof clouds>> = {
  azurecloud: 'public',
  azurechinacloud: 'china',
  azureusgovernment: 'usgovernment',
};

export const cloudNames: readonly string[] = Object.keys(clouds);

/** @returns undefined for a name that no cloud has. */
export function cloudNamed(name: string): AzureCloud | undefined {
  const lower = name.toLowerCase();
  const own = Object.hasOwn(otherNames, lower) ? otherNames[lower] : lower;
  return Object.values(clouds).find((cloud) => cloud.name === own);
}

/** The cloud whose Resource Manager a scope is for. */
export function cloudOfScope(scope: string): AzureCloud | undefined {
  return Object.values(clouds).find((cloud) => cloud.scope === scope);
}
