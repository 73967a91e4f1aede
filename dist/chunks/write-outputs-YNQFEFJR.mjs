import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{findOrphans,readExisting,removeGenerated,writeAtomically}from"./chunk-N2ETKSBE.mjs";import"./chunk-OGAJVPRJ.mjs";import"./chunk-VU72AMH5.mjs";export{findOrphans,readExisting,removeGenerated,writeAtomically};
