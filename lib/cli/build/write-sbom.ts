import { billOfMaterials } from './bill-of-materials.ts'

// `npm run -s sbom`: what a running Postern is made of, on standard output.
console.log(JSON.stringify(billOfMaterials(), null, 2))
