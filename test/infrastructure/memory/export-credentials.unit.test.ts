import { memoryExportCredentials } from '../../../src/infrastructure/memory/export-credentials'
import { exportCredentialsContract } from '../../contract/export-credentials'

exportCredentialsContract('memory', memoryExportCredentials)
