import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{compareExisting,findOrphans,hashExisting,readExisting,removeGenerated,textFile,writeAtomically}from"./chunk-FR5KNY2Y.mjs";import"./chunk-5XMVQYID.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-VU72AMH5.mjs";export{compareExisting,findOrphans,hashExisting,readExisting,removeGenerated,textFile,writeAtomically};
