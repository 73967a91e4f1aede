"use strict";exports.__esModule=!0;function _chunkFJFERNJF(){const t=require("./chunk-FJFERNJF.cjs");return _chunkFJFERNJF=function(){return t},t}exports.validate=_chunkFJFERNJF().validate;
