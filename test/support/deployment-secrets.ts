import { randomBytes } from 'node:crypto'
import { jwtIssuer } from '../../src/infrastructure/jwt/jwt'

/** The secrets of a deployment, as its processes find them in their environment, and who knows them. */
export interface DeploymentSecrets {
  readonly env: Readonly<Record<string, string>>
  managementJwt(): Promise<string>
  dataJwt(user: string): Promise<string>
}

export function deploymentSecrets(): DeploymentSecrets {
  const [management, data] = [randomBytes(64).toString('hex'), randomBytes(64).toString('hex')]
  const issuer = jwtIssuer({ management: Buffer.from(management), data: Buffer.from(data) }, Date.now)
  return {
    env: {
      APERTURE_MASTER_KEY: randomBytes(32).toString('base64'),
      APERTURE_MANAGEMENT_SECRET: management,
      APERTURE_DATA_SECRET: data,
    },
    managementJwt: () => issuer.management('test-client', 600),
    dataJwt: (user) => issuer.data(user, 600),
  }
}
