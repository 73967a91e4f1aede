import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{compareExisting,findOrphans,hashExisting,readExisting,removeGenerated,textFile,writeAtomically}from"./chunk-5IGEY2TL.mjs";import"./chunk-SZJYUNR2.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-VU72AMH5.mjs";export{compareExisting,findOrphans,hashExisting,readExisting,removeGenerated,textFile,writeAtomically};
