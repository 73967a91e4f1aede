import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{compareExisting,findOrphans,readExisting,removeGenerated,textFile,writeAtomically}from"./chunk-CL3C7TEC.mjs";import"./chunk-5XMVQYID.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-VU72AMH5.mjs";export{compareExisting,findOrphans,readExisting,removeGenerated,textFile,writeAtomically};
